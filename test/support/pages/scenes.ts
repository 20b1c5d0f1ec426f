/** Scenes of one call, in order: what follows a broken scene cannot be played, and would only hide the reason. */

/** @returns `scene`, to be used like `it`; after a failure the rest of the same play is skipped. */
export function play(): (title: string, act: () => Promise<void>) => void {
  let broken = false;
  return (title, act) => {
    it(title, async function () {
      if (broken) this.skip();
      broken = true;
      await act();
      broken = false;
    });
  };
}
