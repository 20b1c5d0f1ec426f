/** Mail, as the pages have it. */

/** GET /api/caller/after/guides: titles of what can be sent; POST { address } there sends it. */
export interface MailableGuides {
  readonly guides: readonly string[];
}
