import "./js/fill.js";
import "./js/other.js";
import "./js/questions.js";
