;; Linear layers in float32: to = from · weights + bias.
;;
;; Each output adds its products in the order of the inputs, rounded after each multiplication and each addition: the
;; order of the plain twin. `outputs` is a multiple of 16; what the layer has fewer of is zeros.
(module
  (memory (export "memory") 0)

  (func (export "apply")
    (param $weights i32) ;; [inputs, outputs]
    (param $bias i32) ;; [outputs]
    (param $from i32) ;; [inputs]
    (param $inputs i32)
    (param $to i32) ;; [outputs]
    (param $outputs i32)
    (local $stride i32) (local $end i32) (local $x i32) (local $stop i32) (local $w i32)
    (local $value v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)

    (local.set $stride (i32.shl (local.get $outputs) (i32.const 2)))
    (local.set $end (i32.add (local.get $to) (local.get $stride)))
    (local.set $stop (i32.add (local.get $from) (i32.shl (local.get $inputs) (i32.const 2))))

    ;; Sixteen outputs at a time stay in registers while all inputs go by.
    (loop $columns
      (local.set $a (v128.load (local.get $bias)))
      (local.set $b (v128.load offset=16 (local.get $bias)))
      (local.set $c (v128.load offset=32 (local.get $bias)))
      (local.set $d (v128.load offset=48 (local.get $bias)))
      (local.set $x (local.get $from))
      (local.set $w (local.get $weights))
      (loop $rows
        (local.set $value (v128.load32_splat (local.get $x)))
        (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $value) (v128.load (local.get $w)))))
        (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $w)))))
        (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $value) (v128.load offset=32 (local.get $w)))))
        (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $value) (v128.load offset=48 (local.get $w)))))
        (local.set $w (i32.add (local.get $w) (local.get $stride)))
        (br_if $rows (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 4))) (local.get $stop))))
      (v128.store (local.get $to) (local.get $a))
      (v128.store offset=16 (local.get $to) (local.get $b))
      (v128.store offset=32 (local.get $to) (local.get $c))
      (v128.store offset=48 (local.get $to) (local.get $d))
      (local.set $bias (i32.add (local.get $bias) (i32.const 64)))
      (local.set $weights (i32.add (local.get $weights) (i32.const 64)))
      (br_if $columns
        (i32.lt_u (local.tee $to (i32.add (local.get $to) (i32.const 64))) (local.get $end)))))
)
