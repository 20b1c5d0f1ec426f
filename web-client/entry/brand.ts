import type { Brand } from '../../protocol/http.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Sets the controller's colours for the theme in use, through CSSOM: the CSP forbids style attributes. */
export function wearBrand(brand: Brand): void {
  const style = document.documentElement.style;
  const apply = () => {
    const colours = dark.matches ? brand.colours.dark : brand.colours.light;
    style.setProperty('--brand', colours.brand);
    style.setProperty('--on-brand', colours.onBrand);
    style.setProperty('--accent', colours.accent);
  };
  dark.onchange = apply;
  apply();
}
