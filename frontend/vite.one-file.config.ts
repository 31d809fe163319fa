import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The draw page's script in one piece, for `tenfold web-page`. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: here("../src/tenfold/web/static/build"),
    emptyOutDir: false,
    target: "es2022",
    rollupOptions: {
      input: here("src/pages/draw/one-file.ts"),
      output: { format: "iife", entryFileNames: "one-file.js" },
    },
  },
});
