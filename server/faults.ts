/** What may be logged of an error that nobody expected. */

/**
 * Its message may quote what it choked on (a number, a text, a token), so only its kind and the places are kept.
 * The stack begins with the message; frames are the lines that say "at".
 */
export function describeFault(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line));
  const code = 'code' in error ? error.code : undefined;
  return {
    error: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? { code } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeFault(error.cause) }),
  };
}
