/** Where the agent points, over the picture. Coordinates are 0..1 of it. */
export function Pointer({ at }: { readonly at: { readonly x: number; readonly y: number } | undefined }) {
  if (!at) return null;
  return <span class="pointer" style={{ left: `${at.x * 100}%`, top: `${at.y * 100}%` }} />;
}
