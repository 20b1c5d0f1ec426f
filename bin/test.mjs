/**
 * `npm test`: installs what is missing, then lint, types, the pages' build and every test. The last line says how
 * many passed, failed and were skipped; with CI=true nothing may be skipped.
 *
 *   npm test -- --coverage          also writes a coverage report
 *   npm test -- 'test/media/**'     only these tests, without lint and types
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureClientsBuilt } from './lib/clients.mjs';
import { ensureInfraInstalled, ensureInstalled } from './lib/install.mjs';
import { endWithNpm, run } from './lib/process.mjs';
import { prepareTestTools } from './lib/test-tools.mjs';
import { inTree, PINNED_NODE } from './lib/tree.mjs';

const args = process.argv.slice(2);
const coverage = args.includes('--coverage');
const chosen = args.filter((arg) => !arg.startsWith('--'));
const strict = process.env.CI === 'true';
const ALL = ['test/**/*.test.ts'];
const modules = (...parts) => inTree('node_modules', ...parts);

ensureInstalled();
ensureInfraInstalled();
const tools = prepareTestTools();
if (tools.browser === undefined) {
  process.stderr.write(
    'The tests need Chromium. On Debian, as root: apt-get install chromium\n' +
      'Elsewhere install Chromium or Google Chrome, and set CHROMIUM to its path if it is in an unusual place.\n',
  );
  process.exit(1);
}
ensureClientsBuilt();
endWithNpm();

const failedChecks = chosen.length > 0 ? [] : await failingChecks();
const { passed, failed, skipped } = await runMocha();
closeWith(passed, failed + failedChecks.length, skipped);

async function failingChecks() {
  const checks = [
    ['lint', modules('@biomejs', 'biome', 'bin', 'biome'), ['check', '--error-on-warnings']],
    ['types', modules('typescript', 'bin', 'tsc'), ['--noEmit']],
    ['types of infra', modules('typescript', 'bin', 'tsc'), ['--noEmit', '--project', inTree('infra')]],
  ];
  const failing = [];
  for (const [name, program, rest] of checks) {
    const code = await run(PINNED_NODE, [program, ...rest]);
    process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: ${name}\n`);
    if (code !== 0) failing.push(name);
  }
  return failing;
}

async function runMocha() {
  const folder = mkdtempSync(join(tmpdir(), 'zvana-test-'));
  const file = join(folder, 'counts.json');
  const report = ['--reporter', inTree('bin', 'lib', 'reporter.mjs'), '--reporter-option', `file=${file}`];
  const mocha = [modules('mocha', 'bin', 'mocha.js'), ...report, ...(chosen.length > 0 ? chosen : ALL)];
  const command = coverage ? [modules('c8', 'bin', 'c8.js'), PINNED_NODE, ...mocha] : mocha;
  const env = {
    ...process.env,
    CHROMIUM: tools.browser,
    SWIFT_MISSING: tools.swiftMissing,
    STRACE_MISSING: tools.straceMissing,
  };
  try {
    const code = await run(PINNED_NODE, command, { env });
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    // A run can fail beyond its tests, as when a file of tests cannot be loaded.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function closeWith(passed, failed, skipped) {
  process.stdout.write('\n');
  for (const title of skipped) {
    const why = /swift/i.test(title) ? tools.swiftMissing : /strace/i.test(title) ? tools.straceMissing : '';
    process.stdout.write(`skipped: ${title}${why && `: ${why}`}\n`);
  }
  if (failedChecks.length > 0) process.stdout.write(`failed before the tests: ${failedChecks.join(', ')}\n`);
  if (strict && skipped.length > 0) process.stdout.write('With CI=true nothing may be skipped.\n');
  const ending = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  process.stdout.write(`${passed} passed, ${failed} failed${ending}\n`);
  process.exitCode = failed > 0 || passed === 0 || (strict && skipped.length > 0) ? 1 : 0;
}
