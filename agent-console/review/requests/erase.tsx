/** Erasure at a request: a dialog says what goes for good and what a hold keeps, before anything is done. */
import { useSignal } from '@preact/signals';
import type { EraseForRequest, SubjectFound, SubjectSession } from '../../../protocol/requests.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { problem } from '../model.ts';
import { moment } from '../words.ts';
import type { StepProps } from './one.tsx';
import { useSubject } from './subject.ts';
import { requestWords } from './words.ts';

export function EraseAction({ request, step }: StepProps) {
  const text = requestWords.value;
  const { found, look, forget } = useSubject(request);
  return (
    <div class="actions">
      <Button kind="danger" onClick={() => void look()}>
        {text.erase}
      </Button>
      {found ? (
        <EraseDialog found={found} onClose={forget} onErase={(asked) => step('erase', asked)} />
      ) : null}
    </div>
  );
}

interface DialogProps {
  readonly found: SubjectFound;
  readonly onClose: () => void;
  readonly onErase: (asked: EraseForRequest) => Promise<boolean>;
}

function EraseDialog({ found, onClose, onErase }: DialogProps) {
  const text = requestWords.value;
  const chosen = useSignal<readonly string[] | undefined>(undefined);
  const busy = useSignal(false);
  const nothingChosen = chosen.value?.length === 0;
  const takesSession = chosen.value?.some((item) => itemOf(item).photo === undefined) ?? true;

  async function send(form: HTMLFormElement): Promise<void> {
    const explanation = String(new FormData(form).get('explanation'));
    const items = chosen.value?.map(itemOf);
    busy.value = true;
    const done = await onErase(items ? { explanation, items } : { explanation });
    busy.value = false;
    if (done) onClose();
  }

  return (
    <Dialog title={text.eraseTitle} onClose={onClose} wide>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void send(event.currentTarget);
        }}
      >
        {found.sessions.length === 0 ? (
          <p>{text.eraseNothing}</p>
        ) : (
          <>
            <fieldset class="field">
              <legend>{text.eraseWhat}</legend>
              {([undefined, []] as const).map((start) => (
                <label class="inline" key={start ? 'chosen' : 'all'}>
                  <input
                    type="radio"
                    name="what"
                    checked={(chosen.value === undefined) === (start === undefined)}
                    onChange={() => {
                      chosen.value = start;
                    }}
                  />{' '}
                  {start ? text.eraseChosen : text.eraseAll}
                </label>
              ))}
            </fieldset>
            {found.sessions.map((session) => (
              <Session
                key={session.session}
                found={found}
                session={session}
                chosen={chosen.value}
                onChosen={(items) => {
                  chosen.value = items;
                }}
              />
            ))}
            {takesSession ? <p class="soft">{text.eraseRemains}</p> : null}
          </>
        )}
        <label class="field">
          <span>{text.explanation}</span>
          <textarea name="explanation" rows={3} maxLength={4000} required />
        </label>
        <p class="refusal" role="alert">
          {problem.value}
        </p>
        <button type="submit" class="button danger" disabled={busy.value || nothingChosen}>
          {text.eraseDo}
        </button>
      </form>
    </Dialog>
  );
}

interface SessionProps {
  readonly found: SubjectFound;
  readonly session: SubjectSession;
  /** `session` or `session/photo` each; undefined for everything. */
  readonly chosen: readonly string[] | undefined;
  readonly onChosen: (items: readonly string[]) => void;
}

function Session({
  found,
  session: { session, createdAt, endedAt, photos },
  chosen,
  onChosen,
}: SessionProps) {
  const text = requestWords.value;
  const holds = found.holds.filter(
    (hold) => hold.session === session && (hold.state === 'in-force' || hold.state === 'lift-requested'),
  );
  const wholeHeld = holds.some(({ photo }) => photo === undefined);
  const heldPhotos = photos.filter((photo) => wholeHeld || holds.some((hold) => hold.photo === photo));
  const free = photos.length - heldPhotos.length;
  const lines = [
    { item: session, name: text.wholeSession, held: wholeHeld },
    ...photos.map((photo, place) => ({
      item: `${session}/${photo}`,
      name: text.onePhoto(place + 1),
      held: heldPhotos.includes(photo),
    })),
  ];
  return (
    <fieldset class="field">
      <legend>
        {text.session}, {moment(createdAt)}
      </legend>
      {chosen === undefined ? (
        <>
          {wholeHeld ? null : (
            <p>
              {endedAt === undefined ? text.eraseLater : text.eraseGoes}: {text.goes.content}
              {free > 0 ? `, ${text.photos(free)}` : ''}
            </p>
          )}
          {holds.length === 0 ? null : (
            <p>
              {text.eraseStays}: {wholeHeld ? text.goes.content : text.photos(heldPhotos.length)}
            </p>
          )}
        </>
      ) : (
        lines.map(({ item, name, held }) => (
          <label class="inline" key={item}>
            <input
              type="checkbox"
              checked={chosen.includes(item)}
              onChange={(event) => {
                const others = chosen.filter((one) => one !== item);
                onChosen(event.currentTarget.checked ? [...others, item] : others);
              }}
            />{' '}
            {name}
            {held ? ` · ${text.photoHeld}` : ''}
          </label>
        ))
      )}
    </fieldset>
  );
}

function itemOf(chosen: string): { readonly session: string; readonly photo?: string } {
  const [session = '', photo] = chosen.split('/');
  return photo === undefined ? { session } : { session, photo };
}
