// The same tests in Chromium.
import './linear-layers.test.ts';
