/** Address of a picture of this session; `width` picks a variant, in pixels. */
export function mediaAddress(id: string, width: number): string {
  return `/api/caller/media/${id}?width=${width}`;
}
