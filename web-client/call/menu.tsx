import { currentLanguage, LANGUAGE_NAMES } from '../entry/language.ts';
import type { Call } from './call.ts';

const ID = 'menu';

function dialog(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>(`dialog#${ID}`);
}

export function openMenu(): void {
  dialog()?.showModal();
}

function closeMenu(): void {
  dialog()?.close();
}

/** Always a way out: one tap away from every screen of the call. */
export function Menu({ call }: { readonly call: Call }) {
  const { m, session } = call;
  const matched = session.joined.match.kind !== 'pending';
  const kept = session.joined.photos.filter((photo) => !photo.erased).length;
  const go = (act: () => void) => () => {
    closeMenu();
    act();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a tap beside the sheet; Escape closes a dialog by itself
    <dialog
      id={ID}
      aria-labelledby="menu-title"
      onClick={(event) => event.target === dialog() && closeMenu()}
    >
      <div class="sheet">
        <h2 id="menu-title">{m.menu.title}</h2>
        {matched && (
          <>
            <button class="button" type="button" onClick={go(() => openOverlay(call, 'photos'))}>
              {m.menu.photos(kept)}
            </button>
            {kept > 0 && (
              <button
                class="button"
                type="button"
                onClick={go(() => void call.send({ type: 'TakeBackAllPhotos' }))}
              >
                {m.photos.takeBackAll}
              </button>
            )}
            <button class="button" type="button" onClick={go(() => openOverlay(call, 'move'))}>
              {m.menu.move}
            </button>
          </>
        )}
        <div class="row">
          <span>{m.menu.language}</span>
          <Languages call={call} />
        </div>
        <p class="small soft">{m.menu.leaveHint}</p>
        <button class="button danger" type="button" onClick={go(call.leave)}>
          {m.menu.leave}
        </button>
        <button class="button main" type="button" onClick={closeMenu}>
          {m.menu.close}
        </button>
      </div>
    </dialog>
  );
}

function Languages({ call }: { readonly call: Call }) {
  return (
    <div class="languages">
      {call.view.brand.languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-label={`${language.toUpperCase()}, ${LANGUAGE_NAMES[language]}`}
          aria-pressed={language === currentLanguage()}
          onClick={() => call.choose(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

/** A photo on its way keeps its place; the menu's screens come over it only when nothing is being sent. */
function openOverlay(call: Call, overlay: Call['overlay']): void {
  const draft = call.photos.draft();
  if (draft && draft.step !== 'sending') call.photos.cancel();
  call.open(overlay);
}
