/** Data where users keep it: tables of databases and files of any store, read and written as typed rows. */
@NullMarked
package io.marquee.workhorse.adapter;

import org.jspecify.annotations.NullMarked;
