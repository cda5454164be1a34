;; Sums of rows of a float32 table, by lists of rows, each sum times a scale.
;;
;; Each number of a sum adds its rows in the order of the list, rounded after each addition, and then multiplies: the order
;; of the plain twin.
;; `stride` is a multiple of 128: what a row has fewer of is zeros.
(module
  (memory (export "memory") 0)

  (func (export "sum")
    (param $rows i32) ;; [total] i32
    (param $offsets i32) ;; [lists + 1] i32
    (param $lists i32)
    (param $table i32) ;; [rows, stride / 4] float32
    (param $stride i32) ;; bytes of a row
    (param $scales i32) ;; [lists] float32
    (param $sums i32) ;; [lists, stride / 4] float32
    (local $last i32) (local $begin i32) (local $end i32) (local $i i32) (local $from i32) (local $stop i32)
    (local $column i32) (local $scale v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)

    (local.set $last (i32.add (local.get $offsets) (i32.shl (local.get $lists) (i32.const 2))))
    (local.set $stop (i32.add (local.get $table) (local.get $stride)))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $offsets) (local.get $last)))
        (local.set $begin (i32.add (local.get $rows) (i32.shl (i32.load (local.get $offsets)) (i32.const 2))))
        (local.set $end (i32.add (local.get $rows) (i32.shl (i32.load offset=4 (local.get $offsets)) (i32.const 2))))
        (local.set $scale (v128.load32_splat (local.get $scales)))
        ;; 32 numbers at a time stay in registers while all rows of the list go by.
        (local.set $column (local.get $table))
        (loop $columns
          (local.set $a (v128.const i32x4 0 0 0 0))
          (local.set $b (v128.const i32x4 0 0 0 0))
          (local.set $c (v128.const i32x4 0 0 0 0))
          (local.set $d (v128.const i32x4 0 0 0 0))
          (local.set $e (v128.const i32x4 0 0 0 0))
          (local.set $f (v128.const i32x4 0 0 0 0))
          (local.set $g (v128.const i32x4 0 0 0 0))
          (local.set $h (v128.const i32x4 0 0 0 0))
          (local.set $i (local.get $begin))
          (block $summed
            (br_if $summed (i32.ge_u (local.get $i) (local.get $end)))
            (loop $members
              (local.set $from
                (i32.add (local.get $column) (i32.mul (i32.load (local.get $i)) (local.get $stride))))
              (local.set $a (f32x4.add (local.get $a) (v128.load (local.get $from))))
              (local.set $b (f32x4.add (local.get $b) (v128.load offset=16 (local.get $from))))
              (local.set $c (f32x4.add (local.get $c) (v128.load offset=32 (local.get $from))))
              (local.set $d (f32x4.add (local.get $d) (v128.load offset=48 (local.get $from))))
              (local.set $e (f32x4.add (local.get $e) (v128.load offset=64 (local.get $from))))
              (local.set $f (f32x4.add (local.get $f) (v128.load offset=80 (local.get $from))))
              (local.set $g (f32x4.add (local.get $g) (v128.load offset=96 (local.get $from))))
              (local.set $h (f32x4.add (local.get $h) (v128.load offset=112 (local.get $from))))
              (br_if $members
                (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $end)))))
          (v128.store (local.get $sums) (f32x4.mul (local.get $a) (local.get $scale)))
          (v128.store offset=16 (local.get $sums) (f32x4.mul (local.get $b) (local.get $scale)))
          (v128.store offset=32 (local.get $sums) (f32x4.mul (local.get $c) (local.get $scale)))
          (v128.store offset=48 (local.get $sums) (f32x4.mul (local.get $d) (local.get $scale)))
          (v128.store offset=64 (local.get $sums) (f32x4.mul (local.get $e) (local.get $scale)))
          (v128.store offset=80 (local.get $sums) (f32x4.mul (local.get $f) (local.get $scale)))
          (v128.store offset=96 (local.get $sums) (f32x4.mul (local.get $g) (local.get $scale)))
          (v128.store offset=112 (local.get $sums) (f32x4.mul (local.get $h) (local.get $scale)))
          (local.set $sums (i32.add (local.get $sums) (i32.const 128)))
          (br_if $columns
            (i32.lt_u (local.tee $column (i32.add (local.get $column) (i32.const 128))) (local.get $stop))))
        (local.set $offsets (i32.add (local.get $offsets) (i32.const 4)))
        (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
        (br $each))))
)
