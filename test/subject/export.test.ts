import assert from 'node:assert/strict';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js';
import { createVisitor, freshNumber, playToMatch, signIn } from '../support/call.ts';
import { type Harness, startHarness } from '../support/harness.ts';
import { signedIn } from './support.ts';

describe('the subject’s download', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness();
  });
  after(() => harness.dispose());

  async function filesOf(response: Response): Promise<ReadonlyMap<string, string>> {
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/zip');
    const reader = new ZipReader(new BlobReader(await response.blob()));
    const files = new Map<string, string>();
    for (const entry of await reader.getEntries()) {
      if (!entry.directory) files.set(entry.filename, await entry.getData(new TextWriter()));
    }
    return files;
  }

  it('[SUB-31] everything of this number and controller as a ZIP, and nothing of another’s', async () => {
    const { address } = harness;
    const { visitor } = await signIn(address);
    const own = await playToMatch(address, visitor, { matter: 'Mans jautājums par rūteri' });
    const other = await playToMatch(address, visitor, { matter: 'Sveša cilvēka jautājums' });
    for (const call of [own, other]) {
      await call.agent.must({ type: 'EndSession' });
      call.close();
    }
    const subject = await signedIn(address, own.number);
    const files = await filesOf(await subject.get('/api/subject/export', { 'accept-language': 'lv' }));
    assert.ok(files.has('data.json') && files.has('summary.html'), [...files.keys()].join());
    const all = [...files.values()].join();
    assert.ok(all.includes('Mans jautājums par rūteri'));
    assert.ok(!all.includes('Sveša cilvēka jautājums'));
    assert.ok(!all.includes(other.session) && !all.includes(other.number));
  });

  it('[SUB-31] only behind the door; empty for a number that nothing is kept of', async () => {
    const { address } = harness;
    assert.equal((await createVisitor(address).get('/api/subject/export')).status, 401);
    const subject = await signedIn(address, freshNumber());
    const files = await filesOf(await subject.get('/api/subject/export'));
    const data: { sessions: unknown[] } = JSON.parse(files.get('data.json') ?? '{}');
    assert.deepEqual(data.sessions, []);
  });
});
