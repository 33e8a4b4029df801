/* modules.js -- packages of npm, found from the current folder on, as for a script that stands there, or in NODE_PATH. */
'use strict';
const {createRequire} = require('module');
const path = require('path');
const {refuse} = require('./blocks');

const requireThere = createRequire(path.join(process.cwd(), 'script.js'));

function load(name) {
    try {
        return requireThere(name);
    } catch (error) {
        return refuse(`${name} cannot be loaded from ${process.cwd()} (npm install ${name}): ${error.message}`);
    }
}

/** Of a package whose package.json may not be exported. */
function versionOf(name) {
    for (const folder of requireThere.resolve.paths(name)) {
        try {
            return require(path.join(folder, name, 'package.json')).version;
        } catch {
            continue;
        }
    }
    return '';
}

module.exports = {load, versionOf};
