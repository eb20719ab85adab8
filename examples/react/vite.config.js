import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  server: {
    // To the browser, pages and API are one origin, so that cookies work.
    proxy: { '/users': { target: process.env.USERS_API ?? 'http://127.0.0.1:3000' } },
  },
});
