/** Drawings as mail shows them: mail programs do not show SVG. Our own sealed content, hence decoded in this process. */
import sharp from 'sharp';

/** Pixels; shown at half of it, so that it is sharp on a phone. */
const WIDTH = 640;
const KEPT = 100;

export type Draw = (svg: { readonly body: Uint8Array; readonly digest: string }) => Promise<Uint8Array>;

export function createDrawings(): Draw {
  const made = new Map<string, Promise<Uint8Array>>();
  return ({ body, digest }) => {
    const known = made.get(digest);
    if (known) return known;
    const png = sharp(Buffer.from(body)).resize({ width: WIDTH }).flatten({ background: '#ffffff' });
    const bytes = png.png({ palette: true, colours: 32, effort: 7 }).toBuffer();
    made.set(digest, bytes);
    bytes.catch(() => made.delete(digest));
    const { value: oldest } = made.keys().next();
    if (made.size > KEPT && oldest !== undefined) made.delete(oldest);
    return bytes;
  };
}
