import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Colleague } from '../../../protocol/http.ts';
import { get } from '../../model/api.ts';
import type { Call } from '../../model/call.ts';
import { messages } from '../../text/language.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Refusal } from './refusal.tsx';

export function HandOverDialog({ call, onClose }: { call: Call; onClose: () => void }) {
  const { handOver: text, loading } = messages.value;
  const colleagues = useSignal<readonly Colleague[] | undefined>(undefined);
  useEffect(() => {
    void get<readonly Colleague[]>('/api/colleagues').then((answer) => {
      if (answer.ok) colleagues.value = answer.value;
      else call.tell('hand-over', answer.sentence);
    });
  }, []);
  return (
    <Dialog title={text.title} onClose={onClose}>
      <p class="soft">{text.hint}</p>
      {colleagues.value === undefined && !call.refusals.value['hand-over'] ? <p>{loading}</p> : null}
      {colleagues.value?.length === 0 ? <p>{text.none}</p> : null}
      <ul class="colleagues">
        {colleagues.value?.map((colleague) => (
          <li key={colleague.id}>
            <Button
              disabled={call.pending.value.has('hand-over')}
              onClick={() => void call.run('hand-over', { type: 'HandOver', staff: colleague.id })}
            >
              {text.to(colleague.name)}
            </Button>
          </li>
        ))}
      </ul>
      <Refusal call={call} area="hand-over" />
    </Dialog>
  );
}
