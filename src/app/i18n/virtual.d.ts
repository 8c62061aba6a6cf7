/** Made by build/messages/plugin.ts. */
declare module 'virtual:messages/*' {
  const messages: Record<string, (context: { values: Record<string, string | number> }) => string>
  export default messages
}
