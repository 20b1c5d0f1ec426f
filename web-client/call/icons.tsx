/** Line drawings of one weight, in the colour of the text around them. Described by the button they are in. */
import type { ComponentChildren } from 'preact';

function Icon({ children, large }: { readonly children: ComponentChildren; readonly large?: boolean }) {
  return (
    <svg class={large ? 'drawing' : undefined} viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export const MenuIcon = () => (
  <Icon>
    <path d="M4 7h16M4 12h16M4 17h16" />
  </Icon>
);

export const CameraIcon = () => (
  <Icon>
    <path d="M3 8h4l2-3h6l2 3h4v11H3zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7" />
  </Icon>
);

export const SpeakerIcon = () => (
  <Icon>
    <path d="M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11" />
  </Icon>
);

export const WifiIcon = () => (
  <Icon>
    <path d="M3 9.5a13 13 0 0 1 18 0M6 13a9 9 0 0 1 12 0M9 16.5a4.5 4.5 0 0 1 6 0M12 19.5v.1" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="M15 5l-7 7 7 7" />
  </Icon>
);

export const ForwardIcon = () => (
  <Icon>
    <path d="M9 5l7 7-7 7" />
  </Icon>
);

/** The three don'ts, each crossed out. */
export const NoDocuments = () => (
  <Icon large>
    <path d="M3 6h18v12H3zM8 9.5a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4M5.5 16c.5-1.6 4.5-1.6 5 0M14 10h4M14 13.5h4" />
    <path class="no" d="M2.5 21.5l19-19" />
  </Icon>
);

export const NoPasswords = () => (
  <Icon large>
    <path d="M3 8h18v8H3zM7 12v.1M10.3 12v.1M13.7 12v.1M17 12v.1" />
    <path class="no" d="M2.5 21.5l19-19" />
  </Icon>
);

export const NoPeople = () => (
  <Icon large>
    <path d="M12 4a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M5 20c.5-8 13.5-8 14 0" />
    <path class="no" d="M2.5 21.5l19-19" />
  </Icon>
);
