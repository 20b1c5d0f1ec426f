const worn = new Set<string>();

/**
 * Adds a chunk's stylesheet, once, as one rule of the page's own sheet: the CSP lets no second <style> in, and
 * a file of its own would be one more request before the screen is right.
 */
export function wearStyles(css: string): void {
  if (worn.has(css)) return;
  worn.add(css);
  document.styleSheets[0]?.insertRule(`@media all{${css}}`, document.styleSheets[0].cssRules.length);
}
