;; Scores rows of int8 vectors against one int16 query and hands out those above a threshold.
;;
;; Invariants, kept by simd-scorer.ts:
;; - the query is zero from `width` up to the next multiple of 8, so what a load reads past a row's end counts nothing;
;; - `width` products of query and row fit 32 bits when summed, so sums are exact in any order;
;; - bits of rows at or beyond `end` are 0; memory may be read up to three rows and 8 bytes beyond the last one;
;; - the buffer has places for `room` hits and two more, where the scores of a group of four rows wait.
(module
  (memory (export "memory") 0)

  ;; Hits written by the last scan.
  (global $found (export "found") (mut i32) (i32.const 0))

  ;; Goes through the rows from `row` (a multiple of 4) and writes each allowed one that scores above `threshold` as a
  ;; pair (row: i32, score: f32), rows ascending, until the end or until another four might not fit.
  ;; Returns the row to go on from.
  (func (export "scan")
    (param $data i32) ;; [rows, width] int8
    (param $scales i32) ;; [rows] float32
    (param $allowed i32) ;; [rows / 32] words of bits
    (param $query i32) ;; [width] int16, 16-byte aligned
    (param $width i32)
    (param $queryScale f32)
    (param $row i32)
    (param $end i32)
    (param $threshold f32)
    (param $hits i32)
    (param $room i32)
    (result i32)
    (local $word i32) (local $next i32) (local $bits i32)
    (local $hit i32) (local $last i32) (local $wait i32) (local $lane i32)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $q i32) (local $stop i32)
    (local $part v128) (local $sumA v128) (local $sumB v128) (local $sumC v128) (local $sumD v128) (local $scores v128)

    (local.set $stop (i32.add (local.get $query) (i32.shl (local.get $width) (i32.const 1))))
    (local.set $hit (local.get $hits))
    (local.set $wait (i32.add (local.get $hits) (i32.shl (local.get $room) (i32.const 3))))
    ;; The last hit address at which four more fit.
    (local.set $last (i32.sub (local.get $wait) (i32.const 32)))

    (block $full
      (loop $words
        (br_if $full (i32.ge_u (local.get $row) (local.get $end)))
        ;; The filter's word from this row on; one of zeros skips its rows. To skip single groups would cost more than
        ;; their scores do: the processor cannot foresee which are empty.
        (local.set $word
          (i32.shr_u
            (i32.load (i32.add (local.get $allowed) (i32.shl (i32.shr_u (local.get $row) (i32.const 5)) (i32.const 2))))
            (local.get $row)))
        (local.set $next (i32.add (i32.or (local.get $row) (i32.const 31)) (i32.const 1)))
        (if (i32.gt_u (local.get $next) (local.get $end)) (then (local.set $next (local.get $end))))
        (if (i32.eqz (local.get $word))
          (then
            (local.set $row (local.get $next))
            (br $words)))

        (loop $groups
          ;; Four rows side by side, eight numbers a step.
          (local.set $a (i32.add (local.get $data) (i32.mul (local.get $row) (local.get $width))))
          (local.set $b (i32.add (local.get $a) (local.get $width)))
          (local.set $c (i32.add (local.get $b) (local.get $width)))
          (local.set $d (i32.add (local.get $c) (local.get $width)))
          (local.set $q (local.get $query))
          (local.set $sumA (v128.const i32x4 0 0 0 0))
          (local.set $sumB (v128.const i32x4 0 0 0 0))
          (local.set $sumC (v128.const i32x4 0 0 0 0))
          (local.set $sumD (v128.const i32x4 0 0 0 0))
          (loop $steps
            (local.set $part (v128.load (local.get $q)))
            (local.set $sumA
              (i32x4.add (local.get $sumA) (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $a)))))
            (local.set $sumB
              (i32x4.add (local.get $sumB) (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $b)))))
            (local.set $sumC
              (i32x4.add (local.get $sumC) (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $c)))))
            (local.set $sumD
              (i32x4.add (local.get $sumD) (i32x4.dot_i16x8_s (local.get $part) (v128.load8x8_s (local.get $d)))))
            (local.set $a (i32.add (local.get $a) (i32.const 8)))
            (local.set $b (i32.add (local.get $b) (i32.const 8)))
            (local.set $c (i32.add (local.get $c) (i32.const 8)))
            (local.set $d (i32.add (local.get $d) (i32.const 8)))
            (br_if $steps (i32.lt_u (local.tee $q (i32.add (local.get $q) (i32.const 16))) (local.get $stop))))

          ;; Sums of lanes: first [a b a b] and [c d c d], then [a b c d].
          (local.set $sumA
            (i32x4.add
              (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sumA) (local.get $sumB))
              (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sumA) (local.get $sumB))))
          (local.set $sumC
            (i32x4.add
              (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $sumC) (local.get $sumD))
              (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $sumC) (local.get $sumD))))
          (local.set $sumA
            (i32x4.add
              (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $sumA) (local.get $sumC))
              (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $sumA) (local.get $sumC))))

          ;; float32(sum) × row scale × query scale, rounded after each: the order of the plain twin.
          (local.set $scores
            (f32x4.mul
              (f32x4.mul
                (f32x4.convert_i32x4_s (local.get $sumA))
                (v128.load align=4 (i32.add (local.get $scales) (i32.shl (local.get $row) (i32.const 2)))))
              (f32x4.splat (local.get $queryScale))))

          ;; A score that is not a number is not above any threshold.
          (local.set $bits
            (i32.and
              (local.get $word)
              (i32x4.bitmask (f32x4.gt (local.get $scores) (f32x4.splat (local.get $threshold))))))
          (if (local.get $bits)
            (then
              (v128.store (local.get $wait) (local.get $scores))
              (loop $lanes
                (local.set $lane (i32.ctz (local.get $bits)))
                (i32.store (local.get $hit) (i32.add (local.get $row) (local.get $lane)))
                (i32.store offset=4
                  (local.get $hit)
                  (i32.load (i32.add (local.get $wait) (i32.shl (local.get $lane) (i32.const 2)))))
                (local.set $hit (i32.add (local.get $hit) (i32.const 8)))
                (br_if $lanes
                  (local.tee $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))))))

          (local.set $row (i32.add (local.get $row) (i32.const 4)))
          (br_if $full (i32.gt_u (local.get $hit) (local.get $last)))
          (local.set $word (i32.shr_u (local.get $word) (i32.const 4)))
          (br_if $groups (i32.lt_u (local.get $row) (local.get $next))))
        (br $words)))

    (global.set $found (i32.shr_u (i32.sub (local.get $hit) (local.get $hits)) (i32.const 3)))
    (local.get $row))
)
