/** One screen for the call: the caller on the left, the stage in the middle, the library on the right. */
import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../../protocol/http.ts';
import { isOpen } from '../../protocol/session.ts';
import { writeTitle } from '../model/attention.ts';
import { type Call, openCall } from '../model/call.ts';
import { go } from '../model/router.ts';
import { Button } from '../parts/button.tsx';
import { CallBar } from '../parts/call/call-bar.tsx';
import { CallerColumn } from '../parts/call/caller-column.tsx';
import { EndDialog } from '../parts/call/end-dialog.tsx';
import { HandOverDialog } from '../parts/call/hand-over-dialog.tsx';
import { LibraryColumn } from '../parts/call/library-column.tsx';
import { StageColumn } from '../parts/call/stage-column.tsx';
import { joinedOf, waitingPhotos } from '../pure/permissions.ts';
import { groupDigits } from '../pure/phone-number.ts';
import { messages } from '../text/language.ts';
import { AfterScreen } from './after.tsx';

export interface CallProps {
  readonly call: Call;
  readonly me: Me;
}

export function CallScreen({ session, me }: { session: string; me: Me }) {
  const [call] = useState(() => openCall(session));
  useEffect(() => () => call.close(), [call]);
  const state = call.state.value;
  const number = 'number' in state && state.number ? groupDigits(state.number) : undefined;
  const waiting = waitingPhotos(state);
  const { call: text, product } = messages.value;
  useEffect(() => {
    writeTitle(`${number ?? text.label} · ${product}`, waiting);
  }, [number, waiting, text, product]);
  return <CallView call={call} me={me} />;
}

function CallView({ call, me }: CallProps) {
  const { call: text } = messages.value;
  const state = call.state.value;
  const refused = call.refused.value;
  // The server closes the socket of an agent whose call went to a colleague, most often before the event arrives.
  if (refused?.code === 'not_allowed' && 'staff' in state && state.staff === me.id) {
    return <Closed title={text.handedOverTo} sentence={text.handedOverHint} />;
  }
  if ('staff' in state && state.staff !== undefined && state.staff !== me.id) {
    return <Closed title={text.handedOver(state.agentName)} sentence={text.handedOverHint} />;
  }
  if (refused) return <Closed title={text.refused} sentence={refused.sentence} />;
  if (state.status === 'none') return <p class="screen-note">{text.opening}</p>;
  if (state.status === 'erased') return <Closed title={text.erased} />;
  if (!isOpen(state)) return <AfterScreen call={call} me={me} />;
  return <OpenCallView call={call} me={me} />;
}

function Closed({ title, sentence }: { title: string; sentence?: string }) {
  return (
    <main id="content" class="screen-note">
      <h1>{title}</h1>
      {sentence ? <p>{sentence}</p> : null}
      <Button kind="main" autofocus onClick={() => go({ screen: 'new' })}>
        {messages.value.call.toNew}
      </Button>
    </main>
  );
}

function OpenCallView({ call, me }: CallProps) {
  const dialog = useSignal<'end' | 'hand-over' | undefined>(undefined);
  const close = () => {
    dialog.value = undefined;
  };
  return (
    <main id="content" class="call">
      <CallBar
        call={call}
        me={me}
        onEnd={() => {
          dialog.value = 'end';
        }}
        onHandOver={() => {
          dialog.value = 'hand-over';
        }}
      />
      <CallerColumn call={call} me={me} />
      <StageColumn call={call} me={me} />
      <LibraryColumn call={call} me={me} />
      <Announcer call={call} />
      {dialog.value === 'end' ? <EndDialog call={call} onClose={close} /> : null}
      {dialog.value === 'hand-over' ? <HandOverDialog call={call} onClose={close} /> : null}
    </main>
  );
}

/** Says aloud, for screen readers, the two things an agent must not miss. */
function Announcer({ call }: { call: Call }) {
  const { photos, whereabouts } = messages.value;
  const waiting = waitingPhotos(call.state.value);
  const joined = joinedOf(call.state.value) !== undefined;
  return (
    <div class="hidden" role="status">
      {waiting > 0 ? photos.arrived : ''} {joined ? whereabouts[call.presence.value.caller] : ''}
    </div>
  );
}
