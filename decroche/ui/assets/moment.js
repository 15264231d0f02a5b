import "./js/fill.js";
import "./js/other.js";
