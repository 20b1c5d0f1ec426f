/** The bar on top: brand, screens, and what belongs to the agent rather than to a call. */
import { signal } from '@preact/signals';
import type { Me } from '../../protocol/http.ts';
import { signOut } from '../model/account.ts';
import { soundOn, toggleSound } from '../model/attention.ts';
import { go, route } from '../model/router.ts';
import { addressOf, type Route } from '../pure/route.ts';
import { messages } from '../text/language.ts';
import { Button, ChordButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { KeySheet } from './key-sheet.tsx';
import { LanguageSwitch } from './language-switch.tsx';

const sheetOpen = signal(false);

export function Header({ me }: { me: Me }) {
  const { header, product } = messages.value;
  return (
    <header class="header">
      <span class="brand">
        <span class="brand-mark" aria-hidden="true">
          {me.brand.brand.slice(0, 1)}
        </span>
        <span class="brand-name">
          {me.brand.brand} <span class="soft">{product}</span>
        </span>
      </span>
      <nav class="screens" aria-label={header.screens}>
        {me.role !== 'agent' ? null : <ScreenLink to={{ screen: 'new' }} name={header.newCall} />}
        {me.role !== 'reviewer' ? null : (
          <ScreenLink
            to={{ screen: 'review', path: '' }}
            name={header.review}
            alone={route.value.screen !== 'team'}
          />
        )}
        <ScreenLink
          to={{ screen: 'team' }}
          name={me.role === 'agent' ? header.mine : header.team}
          alone={me.role === 'supervisor'}
        />
      </nav>
      <span class="header-tools">
        <LanguageSwitch />
        <ChordButton
          chord="sound"
          bare
          kind="quiet"
          onClick={toggleSound}
          label={soundOn.value ? header.soundOn : header.soundOff}
        >
          <Icon name={soundOn.value ? 'sound' : 'mute'} />
        </ChordButton>
        <ChordButton
          chord="help"
          bare
          kind="quiet"
          label={header.shortcuts}
          onClick={() => {
            sheetOpen.value = true;
          }}
        >
          <Icon name="keys" />
        </ChordButton>
        <AccountMenu me={me} />
      </span>
      {sheetOpen.value ? (
        <KeySheet
          onClose={() => {
            sheetOpen.value = false;
          }}
        />
      ) : null}
    </header>
  );
}

/** `alone`: the only screen there is for this role, whatever the address says. */
function ScreenLink({ to, name, alone = false }: { to: Route; name: string; alone?: boolean }) {
  const here = route.value.screen === to.screen || alone;
  return (
    <a
      class="screen-link"
      href={addressOf(to)}
      aria-current={here ? 'page' : undefined}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {name}
    </a>
  );
}

function AccountMenu({ me }: { me: Me }) {
  const { header } = messages.value;
  return (
    <>
      <button type="button" class="button quiet" popovertarget="account">
        <Icon name="person" />
        <span class="account-name">{me.name}</span>
      </button>
      <div id="account" popover="auto" class="menu">
        <p class="menu-who">
          <strong>{me.name}</strong>
          <span class="soft">{header.roles[me.role]}</span>
        </p>
        <Button kind="quiet" onClick={() => void signOut(false)}>
          {header.signOut}
        </Button>
        <Button kind="quiet" onClick={() => void signOut(true)}>
          {header.signOutEverywhere}
        </Button>
      </div>
    </>
  );
}
