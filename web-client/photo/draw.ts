/** Decoding and drawing on the phone. What leaves it is always a fresh JPEG: no EXIF, no location, no original. */
import { covers, type Edit, fittingSize, keptPart, toPixels } from './edits.ts';

export interface Drawn {
  readonly jpeg: Blob;
  readonly width: number;
  readonly height: number;
}

/**
 * The chosen file, upright and at most 2048 px, as a JPEG; undefined when this browser cannot decode it (HEIC
 * outside Safari). An <img> is drawn straight into the small canvas: browsers then decode a 48-megapixel JPEG
 * at a fraction of its size, where `createImageBitmap` would first hold all of it, about 190 MB.
 */
export async function reduce(file: Blob): Promise<Drawn | undefined> {
  const url = URL.createObjectURL(file);
  try {
    const image = await loadImage(url);
    if (!image) return undefined;
    const { width, height } = fittingSize(image.naturalWidth, image.naturalHeight);
    const canvas = canvasOf(width, height);
    const context = contextOf(canvas);
    // A transparent PNG would turn black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    return await encode(canvas, 0.92);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Draws the kept part with its covers burnt in. The covered pixels are not in the result. */
export function paint(
  canvas: HTMLCanvasElement,
  source: CanvasImageSource,
  size: Size,
  edits: readonly Edit[],
): void {
  const kept = toPixels(keptPart(edits), size.width, size.height);
  canvas.width = kept.width;
  canvas.height = kept.height;
  const context = contextOf(canvas);
  context.drawImage(source, kept.x, kept.y, kept.width, kept.height, 0, 0, kept.width, kept.height);
  context.fillStyle = '#000';
  for (const rect of covers(edits)) {
    const box = toPixels(rect, size.width, size.height);
    context.fillRect(box.x - kept.x, box.y - kept.y, box.width, box.height);
  }
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The picture that leaves the phone, within `maxBytes` when a lower quality can do that. */
export async function finish(
  base: Drawn,
  edits: readonly Edit[],
  maxBytes: number,
): Promise<Drawn | undefined> {
  const source = await decode(base.jpeg);
  if (!source) return undefined;
  const canvas = canvasOf(1, 1);
  paint(canvas, source, base, edits);
  let drawn = await encode(canvas, 0.86);
  for (const quality of [0.75, 0.6, 0.45]) {
    if (drawn.jpeg.size <= maxBytes) break;
    drawn = await encode(canvas, quality);
  }
  return drawn;
}

/** An image of a JPEG that this page drew itself. */
export async function decode(jpeg: Blob): Promise<HTMLImageElement | undefined> {
  const url = URL.createObjectURL(jpeg);
  try {
    return await loadImage(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Waits for `load`, not `decode()`: that would hold every pixel of the original in memory. */
function loadImage(url: string): Promise<HTMLImageElement | undefined> {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image.naturalWidth > 0 ? image : undefined);
    image.onerror = () => resolve(undefined);
    image.src = url;
  });
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d canvas');
  return context;
}

function encode(canvas: HTMLCanvasElement, quality: number): Promise<Drawn> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (jpeg) =>
        jpeg
          ? resolve({ jpeg, width: canvas.width, height: canvas.height })
          : reject(new Error('the canvas gave no picture')),
      'image/jpeg',
      quality,
    );
  });
}
