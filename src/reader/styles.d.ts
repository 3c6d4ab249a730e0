// A style sheet as text: the build's own types are not at hand where tests import a screen.
declare module '*.css?inline' {
  const styles: string;
  export default styles;
}
