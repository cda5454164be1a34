import { makeCatalogue } from '../catalogue/catalogue.ts';
import { simulateLog, toCsv } from '../shoppers/event-log.ts';

postMessage(toCsv(simulateLog(makeCatalogue())));
