package io.marquee.workhorse.feature.online;

import io.marquee.workhorse.feature.online.redis.RedisException;

/**
 * Writes batches so that a row replaces one that is older or of the same time, never a newer one, whoever else writes at the
 * same moment. Rows that a broken-off attempt has written already may be written again.
 */
sealed interface RowWriter permits TransactionRowWriter, ScriptRowWriter {

    /**
     * Writes the rows of a batch that are still open and notes what became of each; those of one batch have different keys.
     *
     * @param encoder that put the rows into the batch
     * @param secondsToLive how long Redis keeps a key that is not written again; 0 means forever
     */
    void write(RowBatch batch, RowEncoder encoder, long secondsToLive) throws RedisException;
}
