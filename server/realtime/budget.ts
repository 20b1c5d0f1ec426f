/** How much one socket may send. */

/** A token bucket: `perSecond` on average, `burst` at once. Times are milliseconds. */
export function createBudget(perSecond: number, burst: number, now: () => number): () => boolean {
  let left = burst;
  let filledAt = now();
  return () => {
    const at = now();
    left = Math.min(burst, left + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
