;; What takes the longest in a training step: products of float32 matrices, exponentials of rows, dropout. In the tensor
;; runtime's own memory: tensors are read and written where they lie. Offsets and distances are in bytes.
(module
  (import "runtime" "memory" (memory 1))

  ;; Copies a matrix [rows, columns] into panels of eight columns, each [rows, 8]: the order in which `multiply` reads.
  ;; `columns` is a multiple of 8. With the distances exchanged, the transposed matrix is packed.
  (func (export "pack")
    (param $from i32)
    (param $rowStep i32) ;; from a row to the next
    (param $columnStep i32) ;; from a column to the next
    (param $rows i32)
    (param $columns i32)
    (param $to i32)
    (local $row i32) (local $at i32) (local $left i32)
    (loop $panels
      (local.set $row (local.get $from))
      (local.set $left (local.get $rows))
      (loop $down
        (if (i32.eq (local.get $columnStep) (i32.const 4))
          (then
            (v128.store (local.get $to) (v128.load (local.get $row)))
            (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $row))))
          (else
            (local.set $at (local.get $row))
            (i32.store (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=4 (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=8 (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=12 (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=16 (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=20 (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=24 (local.get $to) (i32.load (local.get $at)))
            (local.set $at (i32.add (local.get $at) (local.get $columnStep)))
            (i32.store offset=28 (local.get $to) (i32.load (local.get $at)))))
        (local.set $to (i32.add (local.get $to) (i32.const 32)))
        (local.set $row (i32.add (local.get $row) (local.get $rowStep)))
        (br_if $down (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (local.set $from (i32.add (local.get $from) (i32.shl (local.get $columnStep) (i32.const 3))))
      (br_if $panels (i32.gt_s (local.tee $columns (i32.sub (local.get $columns) (i32.const 8))) (i32.const 0)))))

  ;; c = a · b, or c + a · b where `add` is not 0. Four rows by eight columns of c stay in registers while the inner
  ;; dimension goes by. With the distances of `a` exchanged, its transpose is multiplied.
  (func (export "multiply")
    (param $a i32) ;; [rows, inner]
    (param $aRow i32) ;; from a row of a to the next
    (param $aStep i32) ;; from a column of a to the next
    (param $b i32) ;; [inner, columns], packed
    (param $c i32) ;; [rows, columns]
    (param $cRow i32) ;; from a row of c to the next
    (param $rows i32)
    (param $inner i32)
    (param $columns i32) ;; a multiple of 8
    (param $add i32)
    (local $left i32) (local $k i32) (local $at i32) (local $to i32) (local $panel i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32)
    (local $x v128) (local $y v128) (local $value v128)
    (local $c0a v128) (local $c0b v128) (local $c1a v128) (local $c1b v128) (local $c2a v128) (local $c2b v128) (local $c3a v128) (local $c3b v128)
    (loop $panels
      (local.set $at (local.get $a))
      (local.set $to (local.get $c))
      (local.set $left (local.get $rows))
      (block $single
        (loop $four
          (br_if $single (i32.lt_s (local.get $left) (i32.const 4)))
          (local.set $a0 (local.get $at))
          (local.set $a1 (i32.add (local.get $at) (local.get $aRow)))
          (local.set $a2 (i32.add (local.get $at) (i32.shl (local.get $aRow) (i32.const 1))))
          (local.set $a3 (i32.add (local.get $at) (i32.mul (local.get $aRow) (i32.const 3))))
          (if (local.get $add)
            (then
              (local.set $c0a (v128.load (local.get $to)))
              (local.set $c0b (v128.load offset=16 (local.get $to)))
              (local.set $c1a (v128.load (i32.add (local.get $to) (local.get $cRow))))
              (local.set $c1b (v128.load offset=16 (i32.add (local.get $to) (local.get $cRow))))
              (local.set $c2a (v128.load (i32.add (local.get $to) (i32.shl (local.get $cRow) (i32.const 1)))))
              (local.set $c2b (v128.load offset=16 (i32.add (local.get $to) (i32.shl (local.get $cRow) (i32.const 1)))))
              (local.set $c3a (v128.load (i32.add (local.get $to) (i32.mul (local.get $cRow) (i32.const 3)))))
              (local.set $c3b (v128.load offset=16 (i32.add (local.get $to) (i32.mul (local.get $cRow) (i32.const 3))))))
            (else
              (local.set $c0a (v128.const i32x4 0 0 0 0))
              (local.set $c0b (v128.const i32x4 0 0 0 0))
              (local.set $c1a (v128.const i32x4 0 0 0 0))
              (local.set $c1b (v128.const i32x4 0 0 0 0))
              (local.set $c2a (v128.const i32x4 0 0 0 0))
              (local.set $c2b (v128.const i32x4 0 0 0 0))
              (local.set $c3a (v128.const i32x4 0 0 0 0))
              (local.set $c3b (v128.const i32x4 0 0 0 0))))
          (local.set $panel (local.get $b))
          (local.set $k (local.get $inner))
          (loop $along
            (local.set $x (v128.load (local.get $panel)))
            (local.set $y (v128.load offset=16 (local.get $panel)))
            (local.set $value (v128.load32_splat (local.get $a0)))
            (local.set $c0a (f32x4.add (local.get $c0a) (f32x4.mul (local.get $value) (local.get $x))))
            (local.set $c0b (f32x4.add (local.get $c0b) (f32x4.mul (local.get $value) (local.get $y))))
            (local.set $a0 (i32.add (local.get $a0) (local.get $aStep)))
            (local.set $value (v128.load32_splat (local.get $a1)))
            (local.set $c1a (f32x4.add (local.get $c1a) (f32x4.mul (local.get $value) (local.get $x))))
            (local.set $c1b (f32x4.add (local.get $c1b) (f32x4.mul (local.get $value) (local.get $y))))
            (local.set $a1 (i32.add (local.get $a1) (local.get $aStep)))
            (local.set $value (v128.load32_splat (local.get $a2)))
            (local.set $c2a (f32x4.add (local.get $c2a) (f32x4.mul (local.get $value) (local.get $x))))
            (local.set $c2b (f32x4.add (local.get $c2b) (f32x4.mul (local.get $value) (local.get $y))))
            (local.set $a2 (i32.add (local.get $a2) (local.get $aStep)))
            (local.set $value (v128.load32_splat (local.get $a3)))
            (local.set $c3a (f32x4.add (local.get $c3a) (f32x4.mul (local.get $value) (local.get $x))))
            (local.set $c3b (f32x4.add (local.get $c3b) (f32x4.mul (local.get $value) (local.get $y))))
            (local.set $a3 (i32.add (local.get $a3) (local.get $aStep)))
            (local.set $panel (i32.add (local.get $panel) (i32.const 32)))
            (br_if $along (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))
          (v128.store (local.get $to) (local.get $c0a))
          (v128.store offset=16 (local.get $to) (local.get $c0b))
          (v128.store (i32.add (local.get $to) (local.get $cRow)) (local.get $c1a))
          (v128.store offset=16 (i32.add (local.get $to) (local.get $cRow)) (local.get $c1b))
          (v128.store (i32.add (local.get $to) (i32.shl (local.get $cRow) (i32.const 1))) (local.get $c2a))
          (v128.store offset=16 (i32.add (local.get $to) (i32.shl (local.get $cRow) (i32.const 1))) (local.get $c2b))
          (v128.store (i32.add (local.get $to) (i32.mul (local.get $cRow) (i32.const 3))) (local.get $c3a))
          (v128.store offset=16 (i32.add (local.get $to) (i32.mul (local.get $cRow) (i32.const 3))) (local.get $c3b))
          (local.set $at (i32.add (local.get $at) (i32.shl (local.get $aRow) (i32.const 2))))
          (local.set $to (i32.add (local.get $to) (i32.shl (local.get $cRow) (i32.const 2))))
          (local.set $left (i32.sub (local.get $left) (i32.const 4)))
          (br $four)))
      ;; What is left, up to three rows.
      (block $done
        (loop $one
          (br_if $done (i32.eqz (local.get $left)))
          (local.set $a0 (local.get $at))
          (local.set $c0a (v128.const i32x4 0 0 0 0))
          (local.set $c0b (v128.const i32x4 0 0 0 0))
          (if (local.get $add)
            (then
              (local.set $c0a (v128.load (local.get $to)))
              (local.set $c0b (v128.load offset=16 (local.get $to)))))
          (local.set $panel (local.get $b))
          (local.set $k (local.get $inner))
          (loop $along
            (local.set $value (v128.load32_splat (local.get $a0)))
            (local.set $c0a (f32x4.add (local.get $c0a) (f32x4.mul (local.get $value) (v128.load (local.get $panel)))))
            (local.set $c0b (f32x4.add (local.get $c0b) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $panel)))))
            (local.set $a0 (i32.add (local.get $a0) (local.get $aStep)))
            (local.set $panel (i32.add (local.get $panel) (i32.const 32)))
            (br_if $along (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))
          (v128.store (local.get $to) (local.get $c0a))
          (v128.store offset=16 (local.get $to) (local.get $c0b))
          (local.set $at (i32.add (local.get $at) (local.get $aRow)))
          (local.set $to (i32.add (local.get $to) (local.get $cRow)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (br $one)))
      (local.set $b (i32.add (local.get $b) (i32.shl (local.get $inner) (i32.const 5))))
      (local.set $c (i32.add (local.get $c) (i32.const 32)))
      (br_if $panels (i32.gt_s (local.tee $columns (i32.sub (local.get $columns) (i32.const 8))) (i32.const 0)))))

  ;; Adds `bias` to a row, and gives the row's largest number. `count` is a multiple of 4.
  (func (export "shift")
    (param $row i32) (param $bias i32) (param $count i32) (result f32)
    (local $end i32) (local $x v128) (local $largest v128)
    (local.set $largest (f32x4.splat (f32.const -inf)))
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $count) (i32.const 2))))
    (loop $along
      (local.set $x (f32x4.add (v128.load (local.get $row)) (v128.load (local.get $bias))))
      (v128.store (local.get $row) (local.get $x))
      (local.set $largest (f32x4.max (local.get $largest) (local.get $x)))
      (local.set $bias (i32.add (local.get $bias) (i32.const 16)))
      (br_if $along (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 16))) (local.get $end))))
    (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $largest)) (f32x4.extract_lane 1 (local.get $largest)))
      (f32.max (f32x4.extract_lane 2 (local.get $largest)) (f32x4.extract_lane 3 (local.get $largest)))))

  ;; Replaces each x of a row, none above `largest`, by exp(x - largest), and gives their sum; accurate to some 1e-7.
  ;; exp(t) = 2^n · exp(r) with |r| at most half of ln 2, by the first seven terms of its series.
  (func (export "exponentials")
    (param $row i32) (param $largest f32) (param $count i32) (result f32)
    (local $end i32) (local $t v128) (local $n v128) (local $sum v128) (local $r v128)
    (local.set $end (i32.add (local.get $row) (i32.shl (local.get $count) (i32.const 2))))
    (loop $along
      (local.set $t
        (f32x4.max
          (f32x4.sub (v128.load (local.get $row)) (f32x4.splat (local.get $largest)))
          (v128.const f32x4 -87 -87 -87 -87)))
      (local.set $n (f32x4.nearest (f32x4.mul (local.get $t) (f32x4.splat (f32.const 1.44269504)))))
      (local.set $r (f32x4.sub (local.get $t) (f32x4.mul (local.get $n) (f32x4.splat (f32.const 0.693359375)))))
      (local.set $r (f32x4.add (local.get $r) (f32x4.mul (local.get $n) (f32x4.splat (f32.const 2.12194440e-4)))))
      (local.set $t (f32x4.splat (f32.const 1.3888889e-3)))
      (local.set $t (f32x4.add (f32x4.mul (local.get $t) (local.get $r)) (f32x4.splat (f32.const 8.3333333e-3))))
      (local.set $t (f32x4.add (f32x4.mul (local.get $t) (local.get $r)) (f32x4.splat (f32.const 4.1666667e-2))))
      (local.set $t (f32x4.add (f32x4.mul (local.get $t) (local.get $r)) (f32x4.splat (f32.const 0.16666667))))
      (local.set $t (f32x4.add (f32x4.mul (local.get $t) (local.get $r)) (f32x4.splat (f32.const 0.5))))
      (local.set $t (f32x4.add (f32x4.mul (local.get $t) (local.get $r)) (f32x4.splat (f32.const 1))))
      (local.set $t (f32x4.add (f32x4.mul (local.get $t) (local.get $r)) (f32x4.splat (f32.const 1))))
      (local.set $t
        (f32x4.mul
          (local.get $t)
          (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (i32x4.splat (i32.const 127))) (i32.const 23))))
      (v128.store (local.get $row) (local.get $t))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $t)))
      (br_if $along (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 16))) (local.get $end))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))

  ;; Inverted dropout: each number times `kept`, or 0 where the hash of its place and the seed is under `threshold`.
  ;; The hash is MurmurHash3's last step (Appleby): the same seed leaves out the same numbers. `count` is a multiple of 4.
  (func (export "dropout")
    (param $from i32) (param $to i32) (param $count i32) (param $seed i32) (param $threshold i32) (param $kept f32)
    (local $end i32) (local $place v128) (local $hash v128)
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $place (i32x4.add (i32x4.splat (local.get $seed)) (v128.const i32x4 0 1 2 3)))
    (loop $along
      (local.set $hash (i32x4.mul (local.get $place) (i32x4.splat (i32.const 0x9e3779b1))))
      (local.set $hash (v128.xor (local.get $hash) (i32x4.shr_u (local.get $hash) (i32.const 16))))
      (local.set $hash (i32x4.mul (local.get $hash) (i32x4.splat (i32.const 0x85ebca6b))))
      (local.set $hash (v128.xor (local.get $hash) (i32x4.shr_u (local.get $hash) (i32.const 13))))
      (local.set $hash (i32x4.mul (local.get $hash) (i32x4.splat (i32.const 0xc2b2ae35))))
      (local.set $hash (v128.xor (local.get $hash) (i32x4.shr_u (local.get $hash) (i32.const 16))))
      (v128.store
        (local.get $to)
        (v128.and
          (f32x4.mul (v128.load (local.get $from)) (f32x4.splat (local.get $kept)))
          (i32x4.ge_u (local.get $hash) (i32x4.splat (local.get $threshold)))))
      (local.set $place (i32x4.add (local.get $place) (i32x4.splat (i32.const 4))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $along (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 16))) (local.get $end)))))
)
