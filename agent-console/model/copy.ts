/** Copies a field's text; resolves with whether that worked. */
export async function copyFrom(field: HTMLTextAreaElement): Promise<boolean> {
  // The clipboard's own interface is missing on plain http, where demos run on a local network.
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // A refused permission; the older way may still be allowed.
    }
  }
  field.focus();
  field.select();
  return document.execCommand('copy');
}
