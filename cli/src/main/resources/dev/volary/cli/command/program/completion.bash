# Completion of volary for bash:  source <(volary completion bash)

@TABLE@

# Asks the program for names: KIND TYPED
_volary_names() {
  "$_volary_program" "${_volary_place[@]}" __complete "$1" -- "$2" 2>/dev/null </dev/null
}

_volary() {
  local options valued kinds inner typed previous= verb= below= word kind name cut= i
  local _volary_program=${COMP_WORDS[0]} _volary_place=() words=() found=()
  local line=${COMP_LINE:0:COMP_POINT}
  COMPREPLY=()
  read -ra words <<<"$line"
  typed=
  if [[ $line != *[[:space:]] ]]; then
    typed=${words[${#words[@]} - 1]}
    unset "words[${#words[@]} - 1]"
  fi

  for ((i = 1; i < ${#words[@]}; i++)); do
    word=${words[i]}
    case "$word" in
      -C | --depot)
        if ((i + 1 < ${#words[@]})); then
          _volary_place+=("$word" "${words[i + 1]}")
        fi
        ((i++))
        ;;
      -*) ;;
      *)
        if [[ -z $verb ]]; then
          verb=$word
        elif [[ -z $below ]]; then
          below=$word
        fi
        ;;
    esac
  done
  ((${#words[@]} > 1)) && previous=${words[${#words[@]} - 1]}

  _volary_table "$verb"
  if [[ -n $inner && -n $verb && -n $below ]]; then
    _volary_table "$verb $below"
  fi

  for word in $valued; do
    if [[ $previous == "${word%%:*}" ]]; then
      kinds=${word#*:} options= inner= previous=-value
      break
    fi
  done
  [[ $typed != -* || $previous == -value ]] && options=
  [[ $typed == -* ]] && inner= kinds=

  for word in $options $inner; do
    [[ $word == "$typed"* ]] && found+=("$word")
  done
  for kind in $kinds; do
    case "$kind" in
      files)
        compopt -o filenames 2>/dev/null
        while IFS= read -r name; do found+=("$name"); done < <(compgen -f -- "$typed")
        ;;
      verbs)
        _volary_table ''
        for word in $inner; do [[ $word == "$typed"* ]] && found+=("$word"); done
        ;;
      *)
        while IFS= read -r name; do found+=("$name"); done < <(_volary_names "$kind" "$typed")
        ;;
    esac
  done

  # bash takes what stands before these for words of their own.
  for ((i = ${#typed}; i > 0; i--)); do
    word=${typed:i-1:1}
    if [[ $word == [@:=] && $COMP_WORDBREAKS == *"$word"* ]]; then
      cut=${typed:0:i}
      break
    fi
  done
  for name in "${found[@]}"; do
    COMPREPLY+=("${name#"$cut"}")
    [[ $name == *[@:/] ]] && compopt -o nospace 2>/dev/null
  done
  return 0
}

complete -F _volary volary
