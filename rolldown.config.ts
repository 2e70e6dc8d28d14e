import { defineConfig, type Plugin } from 'rolldown';

/**
 * The `kontinue` command as one bundle, split where the source imports lazily: what the first frame
 * needs is read at once, and everything of Kubernetes after it. The library entries are not bundled.
 */
export default defineConfig({
  input: { kontinue: 'src/main.ts' },
  platform: 'node',
  logLevel: 'warn',
  plugins: [blessedWithoutTerminal()],
  // Looked for by dependencies that do without.
  external: ['bufferutil', 'encoding', 'supports-color', 'utf-8-validate'],
  treeshake: {
    // Generated models and what only they need: nothing happens by importing them.
    moduleSideEffects: (id) =>
      !/node_modules\/(?:@kubernetes\/client-node|openid-client|oauth4webapi|jose|jsonpath-plus|js-yaml|rfc4648|hpagent|socks[^/]*)\//.test(
        id.replaceAll('\\', '/'),
      ),
  },
  output: {
    dir: 'dist/bin',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    cleanDir: true,
    minify: { compress: true, mangle: false, codegen: true },
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  },
});

/**
 * Blessed is used for its cells and elements only. Here it loses what it would read terminals with
 * (and with that the terminfo files), gets the two widgets that contrib asks it for instead of all
 * by computed names, and the octal escapes that modules may not have.
 */
function blessedWithoutTerminal(): Plugin {
  return {
    name: 'blessed-without-terminal',
    load: {
      filter: {
        id: /node_modules[\\/]blessed[\\/](?:index|lib[\\/](?:blessed|tput|program))\.js$/,
      },
      handler(id) {
        if (/(?:tput|program)\.js$/.test(id)) return 'module.exports = function () {};';
        return [
          "exports.Node = require('blessed/lib/widgets/node.js');",
          "exports.Box = require('blessed/lib/widgets/box.js');",
        ].join('\n');
      },
    },
    transform: {
      filter: { id: /node_modules[\\/](?:blessed|ansi-term|drawille)/, code: /\\[0-3][0-7]{2}/ },
      handler: (code) =>
        code.replace(/(?<!\\)\\([0-3][0-7]{2})/g, (_, octal: string) => {
          const hex = Number.parseInt(octal, 8).toString(16);
          return `\\x${hex.padStart(2, '0')}`;
        }),
    },
  };
}
