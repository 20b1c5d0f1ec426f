/** What vite makes of a stylesheet imported with `?inline`: its minified text. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
