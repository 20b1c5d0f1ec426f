/** Asks once, and takes the outcome with the same press. */
import type { Call } from '../../model/call.ts';
import { messages } from '../../text/language.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Refusal } from './refusal.tsx';

export function EndDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { end: text, cancel } = messages.value;
  const busy = call.pending.value.has('end');
  async function end(solved: boolean): Promise<void> {
    if (await call.run('end', { type: 'EndSession' })) await call.run('end', { type: 'NoteOutcome', solved });
  }
  return (
    <Dialog title={text.title} onClose={onClose}>
      <p class="soft">{text.hint}</p>
      <Refusal call={call} area="end" />
      <div class="row end-choices">
        <Button kind="main" autofocus disabled={busy} onClick={() => void end(true)}>
          {text.solved}
        </Button>
        <Button disabled={busy} onClick={() => void end(false)}>
          {text.unsolved}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {cancel}
        </Button>
      </div>
    </Dialog>
  );
}
