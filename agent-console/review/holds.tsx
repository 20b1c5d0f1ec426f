/** Legal holds: asked for by one reviewer, approved by another, lifted the same way. */
import { type Signal, useSignal } from '@preact/signals';
import type { Hold, ReviewSession } from '../../protocol/review.ts';
import { post } from '../model/api.ts';
import { Button } from '../parts/button.tsx';
import { act, holds, open } from './model.ts';
import { ReasonForm } from './waiting.tsx';
import { moment, words } from './words.ts';

export function HoldsPage() {
  const { holds: text } = words.value;
  return (
    <>
      <h1>{text.title}</h1>
      <p class="soft">{text.lead}</p>
      <List shown={holds.value} linked />
    </>
  );
}

export function SessionHolds({ session }: { session: ReviewSession }) {
  const { holds: text } = words.value;
  const asking = useSignal(false);
  const photo = useSignal('');
  const own = holds.value.filter((hold) => hold.session === session.session);
  return (
    <section>
      <h2>{text.title}</h2>
      <p class="soft">{text.lead}</p>
      <List shown={own} />
      {session.status === 'erased' ? null : (
        <Button
          small
          onClick={() => {
            asking.value = !asking.value;
          }}
        >
          {text.set}
        </Button>
      )}
      {asking.value ? (
        <>
          <PhotoChoice session={session} photo={photo} />
          <ReasonForm
            label={text.reason}
            action={text.send}
            onReason={async (reason) => {
              const about = photo.value === '' ? {} : { photo: photo.value };
              const done = await act(
                post('/api/review/holds', { session: session.session, ...about, reason }),
              );
              if (done) asking.value = false;
              return done;
            }}
          />
        </>
      ) : null}
    </section>
  );
}

/** The whole session, or one of its photos, known by its place and time alone: none is looked at for this. */
function PhotoChoice({ session, photo }: { session: ReviewSession; photo: Signal<string> }) {
  const { holds: text } = words.value;
  const left = session.photoList.map((fact, place) => ({ ...fact, place })).filter(({ erased }) => !erased);
  if (left.length === 0) return null;
  return (
    <label class="field">
      <span>{text.what}</span>
      <select
        value={photo.value}
        onChange={(event) => {
          photo.value = event.currentTarget.value;
        }}
      >
        <option value="">{text.whole}</option>
        {left.map((fact) => (
          <option key={fact.photo} value={fact.photo}>
            {text.onePhoto(fact.place + 1)}, {text.sentAt(moment(fact.at))}
          </option>
        ))}
      </select>
    </label>
  );
}

function List({ shown, linked = false }: { shown: readonly Hold[]; linked?: boolean }) {
  const { holds: text } = words.value;
  if (shown.length === 0) return <p class="soft">{text.none}</p>;
  return (
    <ul class="past">
      {shown.map((hold) => (
        <Item key={hold.id} hold={hold} linked={linked} />
      ))}
    </ul>
  );
}

function Item({ hold, linked }: { hold: Hold; linked: boolean }) {
  const { holds: text, holdStates, waiting } = words.value;
  const lifting = useSignal(false);
  const step = hold.lifted ?? hold.liftRequested ?? hold.approved ?? hold.requested;
  return (
    <li>
      <strong>{holdStates[hold.state]}</strong> · {hold.photo ? text.photo : text.whole} · {hold.reason}{' '}
      <span class="soft">{text.by(step.name ?? '', moment(step.at))}</span>
      <div class="actions">
        {linked ? (
          <Button kind="quiet" small onClick={() => open(`session/${hold.session}`)}>
            {waiting.look}
          </Button>
        ) : null}
        {hold.state === 'requested' && hold.own ? (
          <Button small onClick={() => void act(post(`/api/review/holds/${hold.id}/withdraw`, {}))}>
            {text.withdraw}
          </Button>
        ) : null}
        {hold.state === 'in-force' ? (
          <Button
            small
            onClick={() => {
              lifting.value = !lifting.value;
            }}
          >
            {text.lift}
          </Button>
        ) : null}
      </div>
      {lifting.value && hold.state === 'in-force' ? (
        <ReasonForm
          label={text.liftReason}
          action={text.send}
          onReason={(reason) => act(post(`/api/review/holds/${hold.id}/lift`, { reason }))}
        />
      ) : null}
    </li>
  );
}
