import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { PhotoScreens } from '../photo/screens.tsx';
import type { Call } from './call.ts';
import { CameraIcon, MenuIcon } from './icons.tsx';
import { Match } from './match.tsx';
import { Menu, openMenu } from './menu.tsx';
import { MoveDoor } from './move-door.tsx';
import { MyPhotos } from './my-photos.tsx';
import { StageScreen } from './stage.tsx';

/** How long a notice stays when it is not put away, in milliseconds. */
const NOTICE_STAYS = 8000;

type Place = 'match' | 'photo' | 'photos' | 'move' | 'stage';

function placeOf(call: Call): Place {
  if (call.session.joined.match.kind === 'pending') return 'match';
  if (call.photos.draft()) return 'photo';
  return call.overlay === 'none' ? 'stage' : call.overlay;
}

/** A new name moves the focus. The agent's changes on the stage do not: they are announced instead. */
export function screenName(call: Call): string {
  const place = placeOf(call);
  return place === 'photo' ? `photo ${call.photos.draft()?.step}` : place;
}

export function CallScreen({ call }: { readonly call: Call }) {
  const place = placeOf(call);
  return (
    <div class="screen">
      <Strip call={call} />
      <main class={place === 'photo' ? 'tight' : undefined}>
        {call.notice && <Notice call={call} sentence={call.notice} />}
        {place === 'match' && <Match call={call} />}
        {place === 'photo' && <PhotoScreens call={call} />}
        {place === 'photos' && <MyPhotos call={call} />}
        {place === 'move' && <MoveDoor call={call} />}
        {place === 'stage' && <StageScreen call={call} />}
      </main>
      <Menu call={call} />
    </div>
  );
}

/** Always there: with whom, or what is wrong; and the ways to send something or to get out. */
function Strip({ call }: { readonly call: Call }) {
  const { m, connected, agentHere, agent } = call;
  const fine = connected && agentHere;
  const sentence = !connected ? m.strip.lost : agentHere ? m.strip.here(agent) : m.strip.agentLost(agent);
  const matched = call.session.joined.match.kind !== 'pending';
  return (
    <header class="strip">
      <b class={fine ? 'state' : 'state lost'}>{sentence}</b>
      {matched && (
        <button class="icon" type="button" aria-label={m.strip.photo} onClick={() => call.photos.begin()}>
          <CameraIcon />
        </button>
      )}
      <button class="icon" type="button" aria-label={m.strip.menu} aria-haspopup="dialog" onClick={openMenu}>
        <MenuIcon />
      </button>
    </header>
  );
}

function Notice({ call, sentence }: { readonly call: Call; readonly sentence: string }) {
  useEffect(() => {
    const timer = setTimeout(() => call.say(undefined), NOTICE_STAYS);
    return () => clearTimeout(timer);
  }, [sentence]);
  return (
    <p class="notice">
      <span>{sentence}</span>
      <button class="icon" type="button" aria-label={call.m.menu.close} onClick={() => call.say(undefined)}>
        ✕
      </button>
    </p>
  );
}

export function Joining({ brand, sentence }: { readonly brand: string; readonly sentence: string }) {
  return (
    <Plain brand={brand}>
      <h1 class="wait" tabIndex={-1}>
        {sentence}
      </h1>
    </Plain>
  );
}

export function Leaving({ brand, sentence }: { readonly brand: string; readonly sentence: string }) {
  return (
    <Plain brand={brand}>
      <h1 tabIndex={-1}>{sentence}</h1>
    </Plain>
  );
}

function Plain({ brand, children }: { readonly brand: string; readonly children: ComponentChildren }) {
  return (
    <div class="screen">
      <header class="strip">
        <b>{brand}</b>
      </header>
      <main>{children}</main>
    </div>
  );
}
