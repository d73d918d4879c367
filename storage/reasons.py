"""Which subscriptions and watches chose a delivery, and whether one of them still stands."""

STILL_WANTED = """
    EXISTS (
        SELECT 1 FROM delivery_reasons AS reasons
        LEFT JOIN subscriptions
            ON reasons.kind = 'subscription' AND subscriptions.id = reasons.chosen_by
        LEFT JOIN watches ON reasons.kind = 'watch' AND watches.id = reasons.chosen_by
        WHERE reasons.delivery_id = deliveries.id
          AND ifnull(subscriptions.id, watches.id) IS NOT NULL
          AND subscriptions.removed_at IS NULL AND watches.removed_at IS NULL
    )
"""
"""A condition on `deliveries`: what chose it has not ended, all of it."""
