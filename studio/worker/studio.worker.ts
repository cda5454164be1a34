// The studio's own thread: it reads, trains and measures, so that the page stays free.
import { serve } from '../../src/contract/wire.ts';
import { StudioWorkbench } from './studio-workbench.ts';

serve(new StudioWorkbench());
