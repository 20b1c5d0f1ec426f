import makeQr from 'qrcode-generator';

/** The dark modules of a QR code as one SVG path, in a square of `size` units. */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const qr = makeQr(0, 'M');
  qr.addData(text);
  qr.make();
  const size = qr.getModuleCount();
  let path = '';
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (qr.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return { path, size };
}
