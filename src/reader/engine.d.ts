// The address of the engine's script, which the build makes beside the app.
declare module 'virtual:engine' {
  const url: string;
  export default url;
}
