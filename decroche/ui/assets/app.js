import "./js/keys.js";
import "./js/panels.js";
import "./js/dial.js";
import "./js/retry.js";
import "./js/dialogs.js";
import "./js/drop.js";
import "./js/bulk.js";
import "./js/messages.js";
