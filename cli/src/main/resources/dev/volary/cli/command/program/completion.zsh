#compdef volary
# Completion of volary for zsh:  source <(volary completion zsh)

@TABLE@

_volary() {
  local options valued kinds inner verb below word kind previous
  local -a place found
  local typed=$PREFIX
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    word=${words[i]}
    case "$word" in
      (-C|--depot)
        (( i + 1 < CURRENT )) && place+=("$word" "${words[i + 1]}")
        (( i++ ))
        ;;
      (-*) ;;
      (*)
        if [[ -z $verb ]]; then
          verb=$word
        elif [[ -z $below ]]; then
          below=$word
        fi
        ;;
    esac
  done
  (( CURRENT > 2 )) && previous=${words[CURRENT - 1]}

  _volary_table "$verb"
  if [[ -n $inner && -n $verb && -n $below ]]; then
    _volary_table "$verb $below"
  fi

  for word in ${=valued}; do
    if [[ $previous == ${word%%:*} ]]; then
      kinds=${word#*:} options= inner=
      break
    fi
  done

  if [[ $typed == -* ]]; then
    compadd -- ${=options}
    return
  fi
  [[ -n $inner ]] && compadd -- ${=inner}
  for kind in ${=kinds}; do
    case "$kind" in
      (files) _files ;;
      (verbs)
        _volary_table ''
        compadd -- ${=inner}
        ;;
      (*)
        found=("${(@f)$("${words[1]}" "${place[@]}" __complete "$kind" -- "$typed" 2>/dev/null </dev/null)}")
        found=(${found:#})
        compadd -S '' -- ${(M)found:#*[@:/]}
        compadd -- ${found:#*[@:/]}
        ;;
    esac
  done
}

if [[ $funcstack[1] == _volary ]]; then
  _volary "$@"
else
  compdef _volary volary
fi
