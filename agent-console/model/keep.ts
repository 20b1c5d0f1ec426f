/** What this computer remembers of the agent's choices. Nothing about callers is kept here. */

type Choice = 'ui-language' | 'sound' | 'call-language' | 'recent-guides' | 'reloaded-for' | 'review-filters';

/** A browser may refuse storage altogether; then nothing is remembered and everything still works. */
export function read(choice: Choice): string | undefined {
  try {
    return localStorage.getItem(`console.${choice}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function write(choice: Choice, value: string): void {
  try {
    localStorage.setItem(`console.${choice}`, value);
  } catch {
    // Not remembered; see above.
  }
}
