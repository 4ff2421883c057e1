// The entry of a thread that reads root modules: the same bundle, with its compiled form.
"use strict";
require("./load-bundle.cjs").loadBundle().serveThread();
