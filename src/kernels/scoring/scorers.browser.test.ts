// The same tests in Chromium.
import './scorers.test.ts';
