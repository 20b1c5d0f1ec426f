/** What comes before the answer: who they are, until when, and who has it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Me } from '../../../protocol/http.ts';
import type { StaffMember } from '../../../protocol/review.ts';
import { get } from '../../model/api.ts';
import { Button } from '../../parts/button.tsx';
import { timeIn } from '../breach/times.ts';
import { ReasonForm } from '../waiting.tsx';
import { day } from '../words.ts';
import type { StepProps } from './one.tsx';
import { leftOf, requestWords, stepOf } from './words.ts';

export function Identity({ request, step }: StepProps) {
  const text = requestWords.value;
  const { identity, state } = request;
  return (
    <>
      <h2>{text.identity}</h2>
      {identity ? (
        <p>
          {identity.how} <span class="soft">{stepOf(identity)}</span>
          {identity.holderSince === undefined ? '' : ` · ${text.since(day(identity.holderSince))}`}
        </p>
      ) : (
        <p>{text.unverified}</p>
      )}
      {identity === undefined && state === 'open' ? (
        <form
          class="reason"
          onSubmit={(event) => {
            event.preventDefault();
            const fields = new FormData(event.currentTarget);
            const holderSince = timeIn(`${fields.get('since')}T00:00`);
            const body = { how: String(fields.get('how')) };
            void step('verify', holderSince === undefined ? body : { ...body, holderSince });
          }}
        >
          <label class="field">
            <span>{text.how}</span>
            <input name="how" maxLength={500} required autocomplete="off" />
          </label>
          <label class="field">
            <span>{text.holderSince}</span>
            <input name="since" type="date" />
          </label>
          <button type="submit" class="button">
            {text.verify}
          </button>
        </form>
      ) : null}
    </>
  );
}

/** Extended once, while it is not overdue: the person must hear of it within the first month. */
export function Term({ request, step }: StepProps) {
  const text = requestWords.value;
  const asking = useSignal(false);
  if (request.state !== 'open' || request.extended || leftOf(request).late) return null;
  return (
    <>
      <div class="actions">
        <Button
          small
          onClick={() => {
            asking.value = !asking.value;
          }}
        >
          {text.extend}
        </Button>
      </div>
      {asking.value ? (
        <ReasonForm
          label={text.extendReason}
          action={text.save}
          onReason={(reason) => step('extend', { reason })}
        />
      ) : null}
    </>
  );
}

export function Assigned({ me, request, step }: StepProps & { me: Me }) {
  const text = requestWords.value;
  const colleagues = useColleagues(me);
  const { assigned, state } = request;
  return (
    <>
      <h2>{text.assigned}</h2>
      <p>{assigned ? (assigned.name ?? assigned.id) : text.nobody}</p>
      {state !== 'open' ? null : (
        <div class="actions">
          {assigned?.id === me.id ? null : (
            <Button small onClick={() => void step('assign', {})}>
              {text.take}
            </Button>
          )}
          {colleagues.length === 0 ? null : (
            <form
              class="actions"
              onSubmit={(event) => {
                event.preventDefault();
                void step('assign', { to: String(new FormData(event.currentTarget).get('to')) });
              }}
            >
              <select name="to" aria-label={text.assignTo}>
                {colleagues.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
              <button type="submit" class="button small">
                {text.assign}
              </button>
            </form>
          )}
        </div>
      )}
    </>
  );
}

/** The controller's other reviewers, past ones too: the server refuses those. */
function useColleagues(me: Me): readonly StaffMember[] {
  const staff = useSignal<readonly StaffMember[]>([]);
  useEffect(() => {
    void get<readonly StaffMember[]>('/api/review/staff').then((answer) => {
      if (answer.ok) staff.value = answer.value;
    });
  }, []);
  return staff.value.filter(({ id, role }) => role === 'reviewer' && id !== me.id);
}
