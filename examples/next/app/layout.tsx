import type { ReactNode } from 'react';

export const metadata = { title: 'Next', icons: 'data:,' };

// Next finds a layout and a page by their default exports.
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
