<?php

declare(strict_types=1);

namespace Payersim\Internal;

/**
 * Lengths of time as the control routes take them.
 *
 * @internal
 */
final class Length
{
    /**
     * An ISO 8601 duration, such as `PT300S`; a text is taken as it is.
     *
     * @throws \InvalidArgumentException a month or a year, which have no length of their own
     */
    public static function of(\DateInterval|string $length): string
    {
        if (is_string($length)) {
            return $length;
        }
        // A difference of two times knows its days; what was written down has years and months apart.
        if ($length->days === false && ($length->y !== 0 || $length->m !== 0)) {
            throw new \InvalidArgumentException('A month and a year have no length of their own: name days, such as P30D.');
        }
        $days = $length->days === false ? $length->d : $length->days;
        $seconds = (($days * 24 + $length->h) * 60 + $length->i) * 60 + $length->s;
        $thousandths = (int) floor($length->f * 1000 + 0.001);
        $sign = $length->invert === 1 ? '-' : '';

        return $thousandths === 0 ? "{$sign}PT{$seconds}S" : sprintf('%sPT%d.%03dS', $sign, $seconds, $thousandths);
    }

    /** For `waitMs`. */
    public static function milliseconds(float $seconds): int
    {
        return (int) round($seconds * 1000);
    }
}
