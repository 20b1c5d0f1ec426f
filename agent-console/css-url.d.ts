/** Vite gives the address of a stylesheet that a lazily loaded part links by itself. */
declare module '*.css?url' {
  const address: string;
  export default address;
}
