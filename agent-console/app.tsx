/** The console: who is signed in decides between sign-in and the screens. */
import { useEffect } from 'preact/hooks';
import type { Me } from '../protocol/http.ts';
import { account, checkAccount } from './model/account.ts';
import { writeTitle } from './model/attention.ts';
import { loadGuides } from './model/guides.ts';
import { go, route } from './model/router.ts';
import { Button } from './parts/button.tsx';
import { useChord } from './parts/chord.tsx';
import { Header } from './parts/header.tsx';
import { ReviewDoor } from './parts/review-door.tsx';
import type { Route } from './pure/route.ts';
import { CallScreen } from './screens/call.tsx';
import { NewCallScreen } from './screens/new-call.tsx';
import { SignInScreen } from './screens/sign-in.tsx';
import { TeamScreen } from './screens/team.tsx';
import { messages } from './text/language.ts';

export function App() {
  const now = account.value;
  switch (now.kind) {
    case 'checking':
      return <p class="screen-note">{messages.value.loading}</p>;
    case 'unreachable':
      return (
        <main class="screen-note">
          <h1>{messages.value.product}</h1>
          <p role="alert">{now.sentence}</p>
          <Button onClick={() => void checkAccount()}>{messages.value.retry}</Button>
        </main>
      );
    case 'out':
      return <SignInScreen over={now.over} />;
    case 'in':
      return <Console me={now.me} />;
    default:
      return now satisfies never;
  }
}

function Console({ me }: { me: Me }) {
  useEffect(() => {
    if (me.role === 'agent') void loadGuides();
  }, [me.id]);
  useChord('newCall', () => go({ screen: 'new' }), me.role === 'agent');
  useChord('team', () => go({ screen: 'team' }));
  return (
    <>
      <a class="skip" href="#content">
        {messages.value.skip}
      </a>
      {me.demo ? <p class="demo">{messages.value.demo}</p> : null}
      <Header me={me} />
      <Screen me={me} />
    </>
  );
}

function Screen({ me }: { me: Me }) {
  const open = screenFor(me, route.value);
  const { product, newCall, team } = messages.value;
  useEffect(() => {
    if (open.screen === 'new' || open.screen === 'team')
      writeTitle(`${open.screen === 'new' ? newCall.title : team.title} · ${product}`, 0);
  }, [open.screen, product, newCall]);
  switch (open.screen) {
    case 'new':
      return <NewCallScreen me={me} />;
    case 'team':
      return <TeamScreen me={me} />;
    case 'review':
      return <ReviewDoor me={me} path={open.path} />;
    case 'call':
      return <CallScreen key={open.session} session={open.session} me={me} />;
    default:
      return open satisfies never;
  }
}

/** Calls belong to agents, the review to reviewers; a supervisor sees states, never content. */
function screenFor(me: Me, wanted: Route): Route {
  switch (me.role) {
    case 'agent':
      return wanted.screen === 'review' ? { screen: 'new' } : wanted;
    case 'supervisor':
      return { screen: 'team' };
    case 'reviewer':
      return wanted.screen === 'review' || wanted.screen === 'team' ? wanted : { screen: 'review', path: '' };
    default:
      return me.role satisfies never;
  }
}
