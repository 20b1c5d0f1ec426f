/** What legal holds in force name of one session. */
export interface Held {
  /** The whole session. */
  readonly all: boolean;
  /** Single photos, by id. */
  readonly photos: ReadonlySet<string>;
}

export const NOTHING_HELD: Held = { all: false, photos: new Set() };

export function isHeld({ all, photos }: Held, photo: string): boolean {
  return all || photos.has(photo);
}
